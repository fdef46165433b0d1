import type { BatchGetBuildsInput, BatchGetBuildsOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { buildIdOf } from '../arns.ts'
import { invalid } from '../errors.ts'
import { buildShape } from '../shapes.ts'
import { codebuild } from '../store.ts'

const MOST = 100

/** Throws InvalidInputException. */
export const batchGetBuilds: Operation<BatchGetBuildsInput, BatchGetBuildsOutput> = (input, { scope }) => {
  const ids = [...new Set(input.ids ?? [])]
  if (ids.length === 0 || ids.length > MOST) throw invalid(`Invalid ids: from 1 to ${MOST} are expected`)
  const { builds } = codebuild(scope)
  const found = ids.map(id => ({ id, build: builds.get(buildIdOf(id)) }))
  return {
    builds: found.flatMap(({ build }) => (build ? [buildShape(build)] : [])),
    buildsNotFound: found.flatMap(({ id, build }) => (build ? [] : [id])),
  }
}
