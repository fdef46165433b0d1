import { getCollection } from 'astro:content'
import type { Lab } from '../labs/define.ts'
import { parts, type PartId } from './parts.ts'

/** Something to do on the path: a lesson to read or a lab to work. */
export interface Entry {
  kind: 'lesson' | 'lab'
  /** Slug; unique within its kind. */
  id: string
  /** Place on the path, such as `2.1`. */
  number: string
  href: string
  title: string
  summary: string
  minutes: number
  /** Questions of a lesson, steps of a lab. */
  count: number
  /** Titles of a lab's steps; empty for a lesson. */
  steps: string[]
  /** USD an hour on AWS while a lab's resources stand; null for a lesson. */
  costPerHour: number | null
}

/** A part of the curriculum, with what of it is there. */
export interface Part {
  id: PartId
  title: string
  summary: string
  entries: Entry[]
  /** Topics that have no lab yet. */
  planned: string[]
}

const FOLDER = /\/(\d{3})-([a-z0-9-]+)\/lab\.ts$/
const labFiles = import.meta.glob<{ default: Lab }>('../labs/*/lab.ts', { eager: true })

/** The path as it is built now: lessons and labs are found in their folders. */
export async function curriculum(): Promise<Part[]> {
  const lessons = await getCollection('docs', ({ id }) => id.startsWith('lessons/'))
  lessons.sort((one, other) => one.data.order - other.data.order)
  const labs = Object.entries(labFiles)
    .map(([file, { default: lab }]) => ({ lab, folder: FOLDER.exec(file) }))
    .sort((one, other) => (one.folder?.[1] ?? '').localeCompare(other.folder?.[1] ?? ''))

  return parts.map((part, index) => {
    const entries: Omit<Entry, 'number'>[] = []
    for (const { id, data } of lessons.filter(({ data }) => data.part === part.id)) {
      entries.push({
        kind: 'lesson',
        id: id.replace('lessons/', ''),
        href: `/${id}/`,
        title: data.title,
        summary: data.summary,
        minutes: data.minutes,
        count: data.quiz.length,
        steps: [],
        costPerHour: null,
      })
    }
    for (const { lab, folder } of labs.filter(({ lab }) => lab.part === part.id)) {
      const id = folder?.[2] ?? ''
      entries.push({
        kind: 'lab',
        id,
        href: `/labs/${id}/`,
        title: lab.title,
        summary: lab.summary,
        minutes: lab.minutes,
        count: lab.steps.length,
        steps: lab.steps.map(({ title }) => title),
        costPerHour: lab.cost.perHour,
      })
    }
    const built = new Set(labs.map(({ folder }) => folder?.[1]))
    return {
      id: part.id,
      title: `${index + 1}. ${part.title}`,
      summary: part.summary,
      entries: entries.map((entry, place) => ({ ...entry, number: `${index + 1}.${place + 1}` })),
      planned: Object.entries(part.planned).flatMap(([number, topic]) => (built.has(number) ? [] : [topic])),
    }
  })
}

/** The lab whose folder has that number; undefined when it is not built. */
export async function labAt(number: string): Promise<Entry | undefined> {
  const folder = Object.entries(labFiles).find(([file]) => FOLDER.exec(file)?.[1] === number)
  const id = folder && FOLDER.exec(folder[0])?.[2]
  return (await entriesInOrder()).find(entry => entry.kind === 'lab' && entry.id === id)
}

/** Everything on the path, in order. */
export async function entriesInOrder(): Promise<Entry[]> {
  return (await curriculum()).flatMap(({ entries }) => entries)
}
