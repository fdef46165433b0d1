import type { CreateProjectInput, Tag, UpdateProjectInput } from '@aws-sdk/client-codebuild'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { projectArn } from './arns.ts'
import { invalid, notThere } from './errors.ts'
import { settingsOf } from './settings.ts'
import type { ProjectDocument } from './store.ts'

/** A project as a request wants it, over the one that stands. Throws InvalidInputException, and 501 for what is not there. */
export function projectDocument(
  sandbox: Sandbox,
  scope: Scope,
  input: CreateProjectInput | UpdateProjectInput,
  before?: ProjectDocument,
): ProjectDocument {
  const { name = '', description, concurrentBuildLimit: limit } = input
  if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9][A-Za-z0-9\\-_]{1,149}`,
    )
  }
  if (input.badgeEnabled) throw notThere('build badges')
  if (input.buildBatchConfig && Object.keys(input.buildBatchConfig).length > 0) throw notThere('batch builds')
  const settings = settingsOf(sandbox, scope, input, before)
  const now = sandbox.clock.now()
  // AWS takes -1 as no limit.
  const concurrentBuildLimit = limit === -1 ? undefined : (limit ?? before?.concurrentBuildLimit)
  if (concurrentBuildLimit !== undefined && concurrentBuildLimit < 1) {
    throw invalid('Invalid concurrent build limit: must be greater than 0')
  }
  return {
    ...settings,
    name,
    arn: projectArn(scope, name),
    ...((description ?? before?.description) && { description: description ?? before?.description }),
    tags: input.tags ? checkedTags(input.tags) : (before?.tags ?? []),
    created: before?.created ?? now,
    lastModified: now,
    ...(concurrentBuildLimit !== undefined && { concurrentBuildLimit }),
    builds: before?.builds ?? 0,
  }
}

function checkedTags(tags: Tag[]): Tag[] {
  const keys = new Set(tags.map(({ key }) => key))
  if (tags.length > 50) throw invalid('Invalid tags: there may be 50 at most')
  if (keys.size < tags.length || keys.has(undefined) || keys.has('')) {
    throw invalid('Invalid tags: the keys must be there, and differ')
  }
  return tags.map(({ key, value }) => ({ key, value: value ?? '' }))
}
