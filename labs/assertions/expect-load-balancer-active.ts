import { DescribeLoadBalancersCommand, DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing, waiting } from './verdicts.ts'

export interface ExpectedLoadBalancer {
  name: string
  securityGroupId: string
  lab: string
}

/** An application load balancer that faces the internet, is active and has this security group. Gives `loadBalancerArn`, `dnsName`. */
export async function expectLoadBalancerActive(
  account: LabAccount,
  { name, securityGroupId, lab }: ExpectedLoadBalancer,
): Promise<Verdict> {
  const expected = `an application load balancer ${name}, active, that faces the internet`
  const balancer = await findLoadBalancer(account, name)
  if (!balancer) {
    return fail('load-balancer-missing', {
      title: 'No load balancer yet',
      expected,
      observed: 'no load balancer of that name',
      next: 'Run this step’s command.',
    })
  }
  const loadBalancerArn = balancer.LoadBalancerArn ?? ''
  const { TagDescriptions } = await account.aws.elbv2.send(
    new DescribeTagsCommand({ ResourceArns: [loadBalancerArn] }),
  )
  const untagged = tagMissing(TagDescriptions?.[0]?.Tags, {
    lab,
    what: `a load balancer ${name}`,
    command: `aws elbv2 add-tags --resource-arns ${loadBalancerArn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  const anew = `Delete it: \`aws elbv2 delete-load-balancer --load-balancer-arn ${loadBalancerArn}\`, then run this step’s command.`
  if (balancer.Type !== 'application' || balancer.Scheme !== 'internet-facing') {
    return fail('load-balancer-kind', {
      title: 'Another kind of load balancer',
      expected,
      observed: `its type is ${balancer.Type}, its scheme ${balancer.Scheme}`,
      next: `Neither can be changed. ${anew}`,
    })
  }
  if (!balancer.SecurityGroups?.includes(securityGroupId)) {
    return fail('load-balancer-security-group', {
      title: 'It stands behind the wrong door',
      expected: `the security group ${securityGroupId}, which is open on port 80`,
      observed: `its security groups are ${balancer.SecurityGroups?.join(', ') ?? 'none'}`,
      next: `Give it the right one: \`aws elbv2 set-security-groups --load-balancer-arn ${loadBalancerArn} --security-groups ${securityGroupId}\``,
    })
  }
  const { Code: state, Reason: why } = balancer.State ?? {}
  if (state === 'failed') {
    return fail('load-balancer-failed', {
      title: 'AWS could not make it',
      expected,
      observed: `its state is failed${why ? `: ${why}` : ''}`,
      next: anew,
    })
  }
  if (state !== 'active' && state !== 'active_impaired') {
    return waiting('load-balancer-provisioning', {
      title: 'The load balancer is being made',
      expected,
      observed: `its state is ${state}`,
      next: 'Wait. AWS starts it in two zones, which takes two to three minutes.',
      retryAfterSeconds: 10,
      aboutSeconds: 150,
    })
  }
  return pass(
    `The load balancer ${name} is active at ${balancer.DNSName}.`,
    { loadBalancerArn, dnsName: balancer.DNSName ?? '' },
    [{ type: 'elasticloadbalancing:loadbalancer', id: loadBalancerArn }],
  )
}

async function findLoadBalancer({ aws }: LabAccount, name: string) {
  try {
    const answer = await aws.elbv2.send(new DescribeLoadBalancersCommand({ Names: [name] }))
    return answer.LoadBalancers?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
