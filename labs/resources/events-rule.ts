import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Rules of EventBridge, with their targets: first of all, so that nothing new begins. */
export const eventsRule: ResourceKind = {
  type: 'events:rule',
  order: 1,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const Name = nameOf(id)
      await aws.events.send(new DescribeRuleCommand({ Name }))
      const { Tags } = await aws.events.send(new ListTagsForResourceCommand({ ResourceARN: id }))
      return itemOf(eventsRule, labId, Tags, { id, label: `rule ${Name}` })
    }),

  async remove({ aws }, { id }) {
    const Rule = nameOf(id)
    const { Targets = [] } = await aws.events.send(new ListTargetsByRuleCommand({ Rule }))
    const Ids = Targets.map(({ Id = '' }) => Id)
    if (Ids.length > 0) await aws.events.send(new RemoveTargetsCommand({ Rule, Ids }))
    await aws.events.send(new DeleteRuleCommand({ Name: Rule }))
  },
}

/** `arn:…:rule/launch` → `launch`. */
function nameOf(arn: string): string {
  return resourcePart(arn).split('/').at(-1) ?? ''
}
