import {
  DescribeScalableTargetsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { fail, pass, tagMissing } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LAB, LEAST, MOST, place, RESOURCE_ID } from '../names.ts'
import { registerTarget } from '../register-target-command.ts'

export default defineStep({
  title: 'Say how far it may go',
  needs: ['create-service'],
  commands: () => [
    registerTarget,
    `aws application-autoscaling describe-scalable-targets --service-namespace ecs --resource-ids ${RESOURCE_ID}`,
  ],
  check: async ({ aws }) => {
    const { ScalableTargets = [] } = await aws.autoScaling.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds: [RESOURCE_ID] }),
    )
    const [target] = ScalableTargets
    const expected = `a scalable target ${RESOURCE_ID} from ${LEAST} to ${MOST} tasks`
    if (!target) {
      return fail('target-missing', {
        title: 'The service is not registered yet',
        expected,
        observed:
          'none. If AWS refused the command, look at the resource id: service, cluster, service’s name, with slashes between',
        next: `Register it: \`${registerTarget}\``,
      })
    }
    const arn = target.ScalableTargetARN ?? ''
    const { Tags } = await aws.autoScaling.send(new ListTagsForResourceCommand({ ResourceARN: arn }))
    const untagged = tagMissing(Tags, {
      lab: LAB,
      what: `a scalable target ${RESOURCE_ID}`,
      command: `aws application-autoscaling tag-resource --resource-arn ${arn} --tags slipway-lab=${LAB}`,
    })
    if (untagged) return untagged
    const { MinCapacity, MaxCapacity, SuspendedState = {} } = target
    if (MinCapacity !== LEAST || MaxCapacity !== MOST) {
      return fail('capacity', {
        title: 'It may not go where we want to see it',
        expected,
        observed: `from ${MinCapacity} to ${MaxCapacity}. Whatever the load, nobody will go beyond these`,
        next: `Register it once more; that changes the limits: \`${registerTarget}\``,
      })
    }
    const suspended = Object.entries(SuspendedState).flatMap(([what, is]) => (is ? [what] : []))
    if (suspended.length > 0) {
      const none = Object.keys(SuspendedState).map(what => `${what}=false`)
      return fail('suspended', {
        title: 'Its scaling is suspended',
        expected: 'a scalable target that is free to scale',
        observed: `${suspended.join(', ')}: alarms ring, and nothing follows`,
        next: `Let it go on: \`aws application-autoscaling register-scalable-target ${place} --suspended-state ${none.join(',')}\``,
      })
    }
    return pass(`The service may have from ${MinCapacity} to ${MaxCapacity} tasks.`, {}, [
      { type: 'application-autoscaling:scalable-target', id: arn },
    ])
  },
  hints: [
    'Three words say what is scaled: the namespace ecs, the resource id, and the dimension, its desired count.',
    `The resource id has three parts: ${RESOURCE_ID}, that is the word service, the cluster, the service.`,
    `--min-capacity ${LEAST} --max-capacity ${MOST}.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['application-autoscaling:DescribeScalableTargets', 'application-autoscaling:ListTagsForResource'],
})
