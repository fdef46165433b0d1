import { retagLoadBalancing } from '../engine/elbv2.ts'
import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** A rule of a listener. */
export const awsElasticLoadBalancingV2ListenerRule: ResourceType = {
  replaces: ['ListenerArn'],
  updates: ['Actions', 'Conditions', 'Priority', 'Tags'],
  required: ['ListenerArn', 'Actions', 'Conditions', 'Priority'],
  attributes: ['IsDefault', 'RuleArn'],
  async create({ call, properties, tags }) {
    const { Rules = [] } = await call<{ Rules?: Properties[] }>('elbv2', 'CreateRule', {
      ...pick(properties, 'ListenerArn', 'Actions', 'Conditions', 'Priority'),
      ...(tags.length > 0 && { Tags: tags }),
    })
    const physicalId = text(Rules[0] ?? {}, 'RuleArn')
    return { physicalId, attributes: { RuleArn: physicalId, IsDefault: false } }
  },
  async update(change) {
    const { call, properties, physicalId: RuleArn, changes } = change
    if (changes('Actions', 'Conditions')) {
      await call('elbv2', 'ModifyRule', { RuleArn, ...pick(properties, 'Actions', 'Conditions') })
    }
    if (changes('Priority')) {
      await call('elbv2', 'SetRulePriorities', {
        RulePriorities: [{ RuleArn, ...pick(properties, 'Priority') }],
      })
    }
    await retagLoadBalancing(change)
  },
  async remove({ call, physicalId }) {
    await call('elbv2', 'DeleteRule', { RuleArn: physicalId })
  },
}
