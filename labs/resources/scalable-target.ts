import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  ListTagsForResourceCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling'
import type { LabAccount } from '../define.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** ECS services that are scaled by themselves. Their policies go with them, and with those their alarms. */
export const scalableTarget: ResourceKind = {
  type: 'application-autoscaling:scalable-target',
  // First, so that nothing is scaled while the rest is taken down.
  order: 5,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const target = await describe(account, id)
      if (!target) return []
      const { Tags } = await account.aws.autoScaling.send(new ListTagsForResourceCommand({ ResourceARN: id }))
      return itemOf(scalableTarget, labId, Tags, { id, label: `scaling of ${target.ResourceId}` })
    }),

  async remove(account, { id }) {
    const target = await describe(account, id)
    if (!target) return
    const { ServiceNamespace, ResourceId, ScalableDimension } = target
    await account.aws.autoScaling.send(
      new DeregisterScalableTargetCommand({ ServiceNamespace, ResourceId, ScalableDimension }),
    )
  },
}

/** AWS finds targets by what they scale only, so all of ECS are looked through. */
async function describe({ aws }: LabAccount, arn: string): Promise<ScalableTarget | undefined> {
  let NextToken: string | undefined
  do {
    const page = await aws.autoScaling.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', NextToken }),
    )
    const found = page.ScalableTargets?.find(({ ScalableTargetARN }) => ScalableTargetARN === arn)
    if (found) return found
    NextToken = page.NextToken
  } while (NextToken)
  return undefined
}
