import {
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { standingOneByOne } from './standing-one-by-one.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { waitUntil } from './wait.ts'

/** Load balancers; their rules go with them. */
export const loadBalancer: ResourceKind = {
  type: 'elasticloadbalancing:loadbalancer',
  order: 40,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const found = await describe(account, id)
      if (!found) return []
      return itemOf(loadBalancer, labId, await elbTags(account, id), {
        id,
        label: `load balancer ${found.LoadBalancerName}`,
      })
    }),

  async remove(account, { id, label }, { signal, report }) {
    await account.aws.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id }))
    report(`Waiting for ${label} to go`)
    await waitUntil(async () => (await describe(account, id)) === undefined, {
      signal,
      message: `${label} is still there after 10 minutes. Reset again in a while.`,
    })
  },
}

async function describe(account: LabAccount, arn: string) {
  try {
    const answer = await account.aws.elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }))
    return answer.LoadBalancers?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Tags of a load balancer, listener or target group. */
export async function elbTags(account: LabAccount, arn: string) {
  const answer = await account.aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [arn] }))
  return answer.TagDescriptions?.[0]?.Tags
}
