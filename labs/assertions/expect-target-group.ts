import {
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedTargetGroup {
  name: string
  vpcId: string
  /** Where the app says that it is well. */
  healthCheckPath: string
  lab: string
}

/** A target group that Fargate tasks can join, with the right health check. Gives `targetGroupArn`. */
export async function expectTargetGroup(
  account: LabAccount,
  { name, vpcId, healthCheckPath, lab }: ExpectedTargetGroup,
): Promise<Verdict> {
  const expected = `a target group ${name} of type ip in ${vpcId}, with the health check path ${healthCheckPath}`
  const group = await findTargetGroup(account, name)
  if (!group) {
    return fail('target-group-missing', {
      title: 'No target group yet',
      expected,
      observed: 'no target group of that name',
      next: 'Run this step’s command.',
    })
  }
  const targetGroupArn = group.TargetGroupArn ?? ''
  const { TagDescriptions } = await account.aws.elbv2.send(
    new DescribeTagsCommand({ ResourceArns: [targetGroupArn] }),
  )
  const untagged = tagMissing(TagDescriptions?.[0]?.Tags, {
    lab,
    what: `a target group ${name}`,
    command: `aws elbv2 add-tags --resource-arns ${targetGroupArn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  const anew = `Delete it: \`aws elbv2 delete-target-group --target-group-arn ${targetGroupArn}\`, then run this step’s command.`
  if (group.TargetType !== 'ip') {
    return fail('target-type', {
      title: `The target type is ${group.TargetType}`,
      expected,
      observed: `target type ${group.TargetType}: it takes machines, while a Fargate task joins by its own address`,
      next: `The type of a target group cannot be changed. ${anew}`,
    })
  }
  if (group.VpcId !== vpcId) {
    return fail('target-group-vpc', {
      title: 'It stands in another VPC',
      expected,
      observed: `its VPC is ${group.VpcId}`,
      next: `The VPC of a target group cannot be changed. ${anew}`,
    })
  }
  if (group.HealthCheckPath !== healthCheckPath) {
    return fail('health-check-path', {
      title: 'The health check asks in the wrong place',
      expected,
      observed: `its health check path is ${group.HealthCheckPath}`,
      next: `The app says that it is well at ${healthCheckPath}. Correct the path: \`${modifyHealthCheckPath(targetGroupArn, healthCheckPath)}\``,
    })
  }
  return pass(
    `The target group ${name} takes addresses and asks ${healthCheckPath} every ${group.HealthCheckIntervalSeconds} s.`,
    { targetGroupArn },
    [{ type: 'elasticloadbalancing:targetgroup', id: targetGroupArn }],
  )
}

/** The command that mends a wrong health check path. */
export function modifyHealthCheckPath(arn: string, path: string): string {
  return `aws elbv2 modify-target-group --target-group-arn ${arn} --health-check-path ${path}`
}

async function findTargetGroup({ aws }: LabAccount, name: string) {
  try {
    const answer = await aws.elbv2.send(new DescribeTargetGroupsCommand({ Names: [name] }))
    return answer.TargetGroups?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** A leaving target is given at most this long to end what it is at. */
export async function expectDeregistrationDelay(
  { aws }: LabAccount,
  { targetGroupArn, seconds }: { targetGroupArn: string; seconds: number },
): Promise<Verdict> {
  const { Attributes = [] } = await aws.elbv2.send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroupArn }),
  )
  const key = 'deregistration_delay.timeout_seconds'
  const value = Attributes.find(({ Key }) => Key === key)?.Value
  if (Number(value) > seconds) {
    return fail('draining-delay', {
      title: 'A leaving task is waited for too long',
      expected: `at most ${seconds} s for a task that leaves`,
      observed: `${value} s${value === '300' ? ', which is what AWS begins with' : ''}`,
      next: `Set it: \`aws elbv2 modify-target-group-attributes --target-group-arn ${targetGroupArn} --attributes Key=${key},Value=${seconds}\``,
    })
  }
  return pass(`A task that leaves has ${value} s to end what it is at.`)
}
