import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api'
import type { LabAccount, Resource } from '../define.ts'
import { LAB_TAG, resourcePart } from './resource-kind.ts'

/** These are never deleted by themselves: they go with the resource that they belong to; networks and functions with the stack that made them. */
const GOES_WITH_ITS_OWNER = [
  'ec2:elastic-ip',
  'ec2:internet-gateway',
  'ec2:natgateway',
  'ec2:network-interface',
  'ec2:route-table',
  'ec2:security-group-rule',
  'ec2:subnet',
  'ec2:vpc',
  'elasticloadbalancing:listener-rule',
  'lambda:function',
]

/** What the tagging API lists for the lab. It may still list what was just deleted. */
export async function taggedResources(account: LabAccount, labId: string): Promise<Resource[]> {
  const pages = paginateGetResources(
    { client: account.aws.tagging },
    { TagFilters: [{ Key: LAB_TAG, Values: [labId] }], ResourcesPerPage: 100 },
  )
  const found: Resource[] = []
  for await (const page of pages) {
    for (const { ResourceARN: arn } of page.ResourceTagMappingList ?? []) {
      if (!arn) continue
      const resource = resourceOf(arn)
      if (!GOES_WITH_ITS_OWNER.includes(resource.type)) found.push(resource)
    }
  }
  return found
}

/** `arn:aws:ecs:…:service/lab/web` → `{ type: 'ecs:service', id: the ARN }`. */
export function resourceOf(arn: string): Resource {
  const service = arn.split(':')[2] ?? ''
  // A bucket's ARN is its name and nothing else.
  if (service === 's3') return { type: 's3:bucket', id: arn }
  const kind = resourcePart(arn).split(/[/:]/)[0] ?? ''
  return { type: `${service}:${kind}`, id: arn.replace(/:\*$/, '') }
}
