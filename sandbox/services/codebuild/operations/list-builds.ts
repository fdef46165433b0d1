import type { ListBuildsInput, ListBuildsOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { pageOfBuilds } from '../pages.ts'
import { codebuild } from '../store.ts'

/** Ids, newest first. Throws InvalidInputException. */
export const listBuilds: Operation<ListBuildsInput, ListBuildsOutput> = (input, { scope }) =>
  pageOfBuilds(codebuild(scope).builds.values(), input)
