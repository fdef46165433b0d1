import path from 'node:path'

/** The statement's end is the first quoted path after it: no braces of an import hold quotes. */
const IMPORT = /^(?:import|export)\b[^'"`;=(]*'(\.[^']+)'/gm

/** The files that a file imports or hands on, types too. What it loads later by `import()` is none of them. */
export function importsIn(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  )
}

/** Each circle of imports as one list of its files, sorted. */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles = new Map<string, string[]>()
  const done = new Set<string>()
  const visit = (file: string, way: string[]): void => {
    const met = way.indexOf(file)
    if (met >= 0) {
      const circle = way.slice(met).sort()
      circles.set(circle.join(), circle)
    }
    if (met >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return [...circles.values()]
}
