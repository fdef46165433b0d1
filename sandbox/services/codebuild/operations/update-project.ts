import type { UpdateProjectInput, UpdateProjectOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { projectDocument } from '../project-document.ts'
import { findProject } from '../projects.ts'
import { projectShape } from '../shapes.ts'
import { codebuild } from '../store.ts'

/** Changes what is given; builds that are under way keep what they began with. Throws ResourceNotFoundException. */
export const updateProject: Operation<UpdateProjectInput, UpdateProjectOutput> = (
  input,
  { sandbox, scope },
) => {
  const before = findProject(scope, input.name ?? '')
  const project = projectDocument(sandbox, scope, { ...input, name: before.name }, before)
  codebuild(scope).projects.put(project.name, project)
  return { project: projectShape(project) }
}
