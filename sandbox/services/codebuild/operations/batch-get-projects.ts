import type { BatchGetProjectsInput, BatchGetProjectsOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { projectArn, projectNameOf } from '../arns.ts'
import { invalid } from '../errors.ts'
import { projectShape } from '../shapes.ts'
import { codebuild } from '../store.ts'

const MOST = 100

/** Throws InvalidInputException. */
export const batchGetProjects: Operation<BatchGetProjectsInput, BatchGetProjectsOutput> = (
  input,
  { scope },
) => {
  const names = [...new Set(input.names ?? [])]
  if (names.length === 0 || names.length > MOST)
    throw invalid(`Invalid names: from 1 to ${MOST} are expected`)
  const { projects } = codebuild(scope)
  const found = names.map(name => {
    const project = projects.get(projectNameOf(name))
    return { name, project: project?.arn === projectArn(scope, name) ? project : undefined }
  })
  return {
    projects: found.flatMap(({ project }) => (project ? [projectShape(project)] : [])),
    projectsNotFound: found.flatMap(({ name, project }) => (project ? [] : [name])),
  }
}
