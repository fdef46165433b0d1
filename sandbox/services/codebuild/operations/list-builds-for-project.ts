import type { ListBuildsForProjectInput, ListBuildsForProjectOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { projectArn, projectNameOf } from '../arns.ts'
import { notFound } from '../errors.ts'
import { pageOfBuilds } from '../pages.ts'
import { codebuild } from '../store.ts'

/** Ids, newest first. Throws ResourceNotFoundException. */
export const listBuildsForProject: Operation<ListBuildsForProjectInput, ListBuildsForProjectOutput> = (
  input,
  { scope },
) => {
  const name = projectNameOf(input.projectName ?? '')
  const { projects, builds } = codebuild(scope)
  if (!projects.has(name)) throw notFound(`The provided project ${projectArn(scope, name)} does not exist`)
  const own = builds.values().filter(({ projectName }) => projectName === name)
  return pageOfBuilds(own, input)
}
