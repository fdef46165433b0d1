import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Scope } from '../../store/store.ts'

/** A resource that has tags. */
export interface TaggedResource {
  arn: string
  tags: { Key: string; Value: string }[]
}

type TaggedResources = (scope: Scope) => TaggedResource[]

const SERVICES = path.join(import.meta.dirname, '..')

let sources: Promise<TaggedResources[]> | undefined

/** All tagged resources of an account in a region, of every service that has a `tagged-resources.ts`, by ARN. */
export async function allTaggedResources(scope: Scope): Promise<TaggedResource[]> {
  sources ??= findSources()
  return (await sources)
    .flatMap(taggedResources => taggedResources(scope))
    .filter(({ tags }) => tags.length > 0)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
}

function findSources(): Promise<TaggedResources[]> {
  const files = readdirSync(SERVICES)
    .map(folder => path.join(SERVICES, folder, 'tagged-resources.ts'))
    .filter(file => existsSync(file))
  return Promise.all(
    files.map(async file => {
      const { taggedResources } = (await import(pathToFileURL(file).href)) as {
        taggedResources: TaggedResources
      }
      return taggedResources
    }),
  )
}
