import type { BatchDeleteBuildsInput, BatchDeleteBuildsOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { buildArn, buildIdOf } from '../arns.ts'
import { invalid } from '../errors.ts'
import { codebuild, isComplete } from '../store.ts'

const MOST = 100

/** Deletes builds that have ended; their logs and artifacts stay. Throws InvalidInputException. */
export const batchDeleteBuilds: Operation<BatchDeleteBuildsInput, BatchDeleteBuildsOutput> = (
  input,
  { scope },
) => {
  const ids = [...new Set(input.ids ?? [])]
  if (ids.length === 0 || ids.length > MOST) throw invalid(`Invalid ids: from 1 to ${MOST} are expected`)
  const { builds } = codebuild(scope)
  const buildsDeleted: string[] = []
  const buildsNotDeleted: { id: string; statusCode: string }[] = []
  for (const id of ids) {
    const build = builds.get(buildIdOf(id))
    if (build && !isComplete(build)) buildsNotDeleted.push({ id, statusCode: 'BUILD_IN_PROGRESS' })
    else if (build && builds.delete(build.id)) buildsDeleted.push(build.arn)
    else buildsNotDeleted.push({ id: buildArn(scope, id), statusCode: 'BUILD_NOT_FOUND' })
  }
  return { buildsDeleted, buildsNotDeleted }
}
