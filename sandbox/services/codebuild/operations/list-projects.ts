import type { ListProjectsInput, ListProjectsOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { codebuild, type ProjectDocument } from '../store.ts'

/** Names, by name unless asked otherwise. Throws InvalidInputException. */
export const listProjects: Operation<ListProjectsInput, ListProjectsOutput> = (input, { scope }) => {
  const by = (a: ProjectDocument, b: ProjectDocument) => {
    if (input.sortBy === 'CREATED_TIME') return a.created - b.created
    if (input.sortBy === 'LAST_MODIFIED_TIME') return a.lastModified - b.lastModified
    return a.name < b.name ? -1 : 1
  }
  const sorted = codebuild(scope).projects.values().sort(by)
  if (input.sortOrder === 'DESCENDING') sorted.reverse()
  const { items, ...rest } = page(sorted, input.nextToken)
  return { projects: items.map(({ name }) => name), ...rest }
}
