import {
  ArnNotSupportedException,
  InvalidArnException,
  InvalidTagsToAddException,
  ResourceArnRequiredException,
} from '@aws-sdk/client-codedeploy'
import type { Tag } from '@aws-sdk/client-codedeploy'
import type { Scope } from '../../store/store.ts'
import { applicationArn, groupArn } from './arns.ts'
import { exception } from './errors.ts'
import { findApplication, findGroup } from './lookup.ts'
import { codedeploy, groupKey } from './store.ts'

/** Tags of a request, checked. Throws InvalidTagsToAddException. */
export function checkedTags(tags: Tag[] | undefined): Tag[] {
  const list = tags ?? []
  const keys = new Set(list.map(({ Key }) => Key))
  if (list.length > 50 || keys.size < list.length || keys.has(undefined) || keys.has('')) {
    throw exception(InvalidTagsToAddException, 'The tags must have different keys, and be 50 at most')
  }
  return list.map(({ Key, Value }) => ({ Key, Value: Value ?? '' }))
}

/** An application or deployment group by its ARN: its tags, and how to set them. Throws InvalidArnException, …. */
export function findTagged(
  scope: Scope,
  arn: string | undefined,
): { tags: Tag[]; set: (tags: Tag[]) => void } {
  if (!arn) throw exception(ResourceArnRequiredException, 'Resource ARN is required')
  const [, service, region, accountId, type, name = ''] =
    /^arn:aws:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/.exec(arn) ?? []
  if (service !== 'codedeploy' || region !== scope.region || accountId !== scope.accountId) {
    throw exception(InvalidArnException, `The ARN ${arn} is not valid`)
  }
  const { applications, groups } = codedeploy(scope)
  if (type === 'application') {
    const found = findApplication(scope, name)
    return { tags: found.tags, set: tags => applications.put(name, { ...found, tags }) }
  }
  if (type !== 'deploymentgroup') throw exception(ArnNotSupportedException, `The ARN ${arn} is not supported`)
  const [application, group] = name.split('/')
  const found = findGroup(scope, application, group)
  return { tags: found.tags, set: tags => groups.put(groupKey(found), { ...found, tags }) }
}

/** What of CodeDeploy carries tags. */
export function everyTagged(scope: Scope): { arn: string; tags: Tag[] }[] {
  const { applications, groups } = codedeploy(scope)
  return [
    ...applications
      .values()
      .map(({ applicationName, tags }) => ({ arn: applicationArn(scope, applicationName), tags })),
    ...groups.values().map(({ applicationName, deploymentGroupName, tags }) => ({
      arn: groupArn(scope, applicationName, deploymentGroupName),
      tags,
    })),
  ].filter(({ tags }) => tags.length > 0)
}
