import type { Scope } from '../../store/store.ts'
import { projectArn, projectNameOf } from './arns.ts'
import { notFound } from './errors.ts'
import { codebuild, type BuildDocument, type ProjectDocument } from './store.ts'
import { buildIdOf } from './arns.ts'

/** A project by name or ARN. Throws ResourceNotFoundException in the words of StartBuild and UpdateProject. */
export function findProject(scope: Scope, name: string): ProjectDocument {
  const found = codebuild(scope).projects.get(projectNameOf(name))
  if (found?.arn !== projectArn(scope, name)) {
    throw notFound(`Project cannot be found: ${projectArn(scope, name)}`)
  }
  return found
}

/** A build by id or ARN. Throws ResourceNotFoundException. */
export function findBuild(scope: Scope, id: string): BuildDocument {
  const found = codebuild(scope).builds.get(buildIdOf(id))
  if (!found) throw notFound(`Build ${id} does not exist`)
  return found
}
