import {
  BatchGetProjectsCommand,
  DeleteProjectCommand,
  ListBuildsForProjectCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'

/** Projects of CodeBuild. What still builds is stopped: it would go on without its project. */
export const codebuildProject: ResourceKind = {
  type: 'codebuild:project',
  order: 9,

  async standing({ aws }, labId, ids) {
    if (ids.length === 0) return []
    const { projects = [] } = await aws.codebuild.send(
      new BatchGetProjectsCommand({ names: ids.map(nameOf) }),
    )
    return projects.flatMap(({ arn: id = '', name = '', tags }) =>
      itemOf(codebuildProject, labId, tags, { id, label: `build project ${name}` }),
    )
  },

  async remove({ aws }, { id }) {
    const name = nameOf(id)
    const { ids = [] } = await aws.codebuild.send(new ListBuildsForProjectCommand({ projectName: name }))
    // Builds run for hours at most, and the newest come first.
    for (const build of ids.slice(0, 10)) await aws.codebuild.send(new StopBuildCommand({ id: build }))
    await aws.codebuild.send(new DeleteProjectCommand({ name }))
  },
}

/** `arn:…:project/app` → `app`. */
function nameOf(arn: string): string {
  return resourcePart(arn).replace(/^project\//, '')
}
