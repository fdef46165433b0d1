import type { DeleteProjectInput, DeleteProjectOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { projectNameOf } from '../arns.ts'
import { codebuild } from '../store.ts'

/** Deletes a project; one that is not there is fine. Its builds stay, as on AWS, and those under way go on. */
export const deleteProject: Operation<DeleteProjectInput, DeleteProjectOutput> = (input, { scope }) => {
  codebuild(scope).projects.delete(projectNameOf(input.name ?? ''))
  return {}
}
