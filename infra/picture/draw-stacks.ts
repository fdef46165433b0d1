import type { DrawnStack } from './read-stacks.ts'

const WIDTH = 232
const LINE = 17
const HEAD = 52
const GAP_X = 64
const GAP_Y = 26
const MARGIN = 24

interface Box extends DrawnStack {
  x: number
  y: number
  height: number
}

/** An SVG of stacks from left to right: each stands right of all that it needs. The same stacks give the same text. */
export function drawStacks(stacks: DrawnStack[]): string {
  const boxes = place(stacks)
  const width = Math.max(...boxes.map(({ x }) => x)) + WIDTH + MARGIN
  const height = Math.max(...boxes.map(box => box.y + box.height)) + MARGIN
  const arrows = boxes.flatMap(box =>
    directNeeds(box, boxes).flatMap(need => {
      const from = boxes.find(({ id }) => id === need)
      return from ? [arrow(from, box)] : []
    }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif">
<title id="title">The stacks of the uploads app and what each takes of others: ${boxes.map(({ id }) => id).join(', ')}</title>
<style>
  .paper { fill: #fff } .box { fill: #f3f7fa; stroke: #1f5f8b; stroke-width: 1.5 }
  .name { font-weight: 600; font-size: 15px; fill: #14364c } .about { font-size: 11.5px; fill: #4a6272 }
  .resource { font-size: 12.5px; fill: #22333e } .arrow { fill: none; stroke: #1f5f8b; stroke-width: 1.5 } .tip { fill: #1f5f8b }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 Z"/></marker></defs>
<rect class="paper" width="${width}" height="${height}"/>
${arrows.join('\n')}
${boxes.map(drawBox).join('\n')}
</svg>
`
}

function place(stacks: DrawnStack[]): Box[] {
  const column = new Map<string, number>()
  for (const { id, needs } of stacks) {
    column.set(id, Math.max(-1, ...needs.map(need => column.get(need) ?? -1)) + 1)
  }
  for (const { id, needs } of stacks) {
    // What needs nothing stands close to its first taker, so that no arrow runs behind a box.
    const takers = stacks.filter(other => other.needs.includes(id)).map(other => column.get(other.id) ?? 0)
    if (needs.length === 0 && takers.length > 0) column.set(id, Math.min(...takers) - 1)
  }
  const bottoms: number[] = []
  return stacks.map(stack => {
    const index = column.get(stack.id) ?? 0
    const y = bottoms[index] ?? MARGIN
    const height = HEAD + stack.resources.length * LINE + 8
    bottoms[index] = y + height + GAP_Y
    return { ...stack, x: MARGIN + index * (WIDTH + GAP_X), y, height }
  })
}

/** Without those that are needed by another need anyway: the arrows stay few. */
function directNeeds(box: Box, boxes: Box[]): string[] {
  const needsOf = (id: string): string[] => {
    const needs = boxes.find(one => one.id === id)?.needs ?? []
    return [...needs, ...needs.flatMap(needsOf)]
  }
  return box.needs.filter(need => !box.needs.some(other => other !== need && needsOf(other).includes(need)))
}

function arrow(from: Box, to: Box): string {
  const [x1, y1] = [from.x + WIDTH, from.y + Math.min(from.height, to.height) / 2]
  const [x2, y2] = [to.x - 2, to.y + Math.min(from.height, to.height) / 2]
  const middle = (x1 + x2) / 2
  return `<path class="arrow" marker-end="url(#tip)" d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/>`
}

function drawBox({ id, description, resources, x, y, height }: Box): string {
  const lines = resources.map(
    (resource, index) =>
      `<text class="resource" x="${x + 14}" y="${y + HEAD + 12 + index * LINE}">${escape(resource)}</text>`,
  )
  return `<g><rect class="box" x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="6"/>
<text class="name" x="${x + 14}" y="${y + 24}">${escape(id)}</text>
<text class="about" x="${x + 14}" y="${y + 41}">${escape(description)}</text>
${lines.join('\n')}</g>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
