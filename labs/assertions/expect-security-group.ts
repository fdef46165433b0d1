import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2'
import type { LabAccount, Verdict } from '../define.ts'
import { describeRules, hasRule, type Source } from './security-group-rules.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedSecurityGroup {
  name: string
  vpcId: string
  port: number
  from: Source
  lab: string
}

/** A security group of that name lets the port in from this source, and from nowhere else when the source is a group. Gives `securityGroupId`. */
export async function expectSecurityGroup(
  { aws, region, accountId }: LabAccount,
  { name, vpcId, port, from, lab }: ExpectedSecurityGroup,
): Promise<Verdict> {
  const { SecurityGroups } = await aws.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'group-name', Values: [name] },
        { Name: 'vpc-id', Values: [vpcId] },
      ],
    }),
  )
  const source = 'cidr' in from ? from.cidr : from.groupId
  const expected = `a security group ${name} that lets in tcp ${port} from ${source}${'cidr' in from ? '' : ' only'}`
  const group = SecurityGroups?.[0]
  if (!group?.GroupId) {
    return fail('security-group-missing', {
      title: `No security group ${name} yet`,
      expected,
      observed: `no group of that name in ${vpcId}`,
      next: 'Run this step’s commands from the top.',
    })
  }
  const untagged = tagMissing(group.Tags, {
    lab,
    what: `a security group ${name}`,
    command: `aws ec2 create-tags --resources ${group.GroupId} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged

  const rule = `--group-id ${group.GroupId} --protocol tcp --port ${port}`
  const sourceFlag = 'cidr' in from ? `--cidr ${from.cidr}` : `--source-group ${from.groupId}`
  const authorize = `aws ec2 authorize-security-group-ingress ${rule} ${sourceFlag}`
  if (!('cidr' in from) && hasRule(group, port, { cidr: '0.0.0.0/0' })) {
    const revoke = `aws ec2 revoke-security-group-ingress ${rule} --cidr 0.0.0.0/0`
    return fail('open-to-everyone', {
      title: 'This door stands open to everyone',
      expected,
      observed: `${describeRules(group)}: anyone who learns a task’s address could go round the load balancer`,
      next: `Close it: \`${revoke}\`${hasRule(group, port, from) ? '' : `, then open it to the load balancer alone: \`${authorize}\``}`,
    })
  }
  if (!hasRule(group, port, from)) {
    return fail('port-shut', {
      title: `Port ${port} is shut`,
      expected,
      observed: describeRules(group),
      next: `Open it: \`${authorize}\``,
    })
  }
  return pass(`${describeRules(group)}.`, { securityGroupId: group.GroupId }, [
    { type: 'ec2:security-group', id: `arn:aws:ec2:${region}:${accountId}:security-group/${group.GroupId}` },
  ])
}
