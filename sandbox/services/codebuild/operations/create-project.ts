import type { CreateProjectInput, CreateProjectOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { projectDocument } from '../project-document.ts'
import { projectShape } from '../shapes.ts'
import { codebuild } from '../store.ts'

/** Throws InvalidInputException and ResourceAlreadyExistsException. */
export const createProject: Operation<CreateProjectInput, CreateProjectOutput> = (
  input,
  { sandbox, scope },
) => {
  const project = projectDocument(sandbox, scope, input)
  const { projects } = codebuild(scope)
  if (projects.has(project.name)) throw alreadyExists(`Project already exists: ${project.arn}`)
  projects.put(project.name, project)
  return { project: projectShape(project) }
}
