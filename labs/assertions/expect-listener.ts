import {
  DescribeListenersCommand,
  DescribeTagsCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedListener {
  loadBalancerArn: string
  port: number
  targetGroupArn: string
  lab: string
}

/** The load balancer listens on the port and forwards to the target group. Gives `listenerArn`. */
export async function expectListener(
  { aws }: LabAccount,
  { loadBalancerArn, port, targetGroupArn, lab }: ExpectedListener,
): Promise<Verdict> {
  const { Listeners = [] } = await aws.elbv2.send(
    new DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn }),
  )
  const expected = `a listener on port ${port} that forwards to the target group`
  const listener = Listeners.find(({ Port }) => Port === port)
  if (!listener) {
    const ports = Listeners.map(({ Port }) => Port).join(', ')
    return fail('listener-missing', {
      title: `Nobody listens on port ${port} yet`,
      expected,
      observed: ports ? `listeners on port ${ports} only` : 'the load balancer has no listener',
      next: 'Run this step’s command.',
    })
  }
  const listenerArn = listener.ListenerArn ?? ''
  const { TagDescriptions } = await aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [listenerArn] }))
  const untagged = tagMissing(TagDescriptions?.[0]?.Tags, {
    lab,
    what: `a listener on port ${port}`,
    command: `aws elbv2 add-tags --resource-arns ${listenerArn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  const forwards = (listener.DefaultActions ?? []).flatMap(targetsOf)
  if (!forwards.includes(targetGroupArn)) {
    return fail('listener-forward', {
      title: 'It sends requests elsewhere',
      expected,
      observed: `its default action is ${listener.DefaultActions?.map(({ Type }) => Type).join(', ') ?? 'missing'}${forwards.length > 0 ? ` to ${forwards.join(', ')}` : ''}`,
      next: `Point it to the target group: \`aws elbv2 modify-listener --listener-arn ${listenerArn} --default-actions Type=forward,TargetGroupArn=${targetGroupArn}\``,
    })
  }
  return pass(`Port ${port} forwards to the target group.`, { listenerArn }, [
    { type: 'elasticloadbalancing:listener', id: listenerArn },
  ])
}

function targetsOf({ TargetGroupArn, ForwardConfig }: Action): string[] {
  return [TargetGroupArn, ...(ForwardConfig?.TargetGroups ?? []).map(group => group.TargetGroupArn)].filter(
    arn => arn !== undefined,
  )
}
