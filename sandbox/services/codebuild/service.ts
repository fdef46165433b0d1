import type { Service } from '../../gateway/service.ts'
import { buildArn, projectArn } from './arns.ts'

/** AWS CodeBuild: projects, and builds whose buildspec really runs, in a container or as processes. */
export const service: Service = {
  id: 'codebuild',
  signingName: 'codebuild',
  client: () => import('@aws-sdk/client-codebuild'),
  resourceArn: (_operation, input, place) => {
    const { name, names, projectName, id, ids } = input as {
      name?: string
      names?: string[]
      projectName?: string
      id?: string
      ids?: string[]
    }
    // IAM knows builds by their project: there is no resource type for a build.
    const ofBuild = (build: string) => projectOfBuild(buildArn(place, build))
    if (projectName ?? name) return projectArn(place, projectName ?? name ?? '')
    if (id) return ofBuild(id)
    const many = names?.map(one => projectArn(place, one)) ?? ids?.map(ofBuild)
    return many?.length ? [...new Set(many)] : undefined
  },
  passedRoles: (_operation, input) => {
    const { serviceRole, serviceRoleOverride } = input as {
      serviceRole?: string
      serviceRoleOverride?: string
    }
    const arn = serviceRole ?? serviceRoleOverride
    return arn?.startsWith('arn:') ? [{ arn, service: 'codebuild.amazonaws.com' }] : []
  },
}

function projectOfBuild(arn: string): string {
  return arn.replace(/:build\/([^:]*):.*$/, ':project/$1')
}
