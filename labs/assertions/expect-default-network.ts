import { DescribeSubnetsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass } from './verdicts.ts'

/** The region has its default VPC with subnets in two zones. Gives `vpcId`, `subnetA`, `subnetB`. */
export async function expectDefaultNetwork({ aws, region }: LabAccount): Promise<Verdict> {
  const { Vpcs } = await aws.ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
  )
  const vpcId = Vpcs?.[0]?.VpcId
  if (!vpcId) {
    return fail('no-default-vpc', {
      title: 'No default VPC',
      expected: `the default VPC of ${region}, which every new account has`,
      observed: 'none: somebody has deleted it',
      next: 'Make it anew, it costs nothing: `aws ec2 create-default-vpc`',
    })
  }
  const { Subnets = [] } = await aws.ec2.send(
    new DescribeSubnetsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'default-for-az', Values: ['true'] },
      ],
    }),
  )
  const sorted = Subnets.toSorted((one, other) =>
    (one.AvailabilityZone ?? '').localeCompare(other.AvailabilityZone ?? ''),
  )
  const [first, second] = sorted
  if (!first?.SubnetId || !second?.SubnetId) {
    const has = new Set(sorted.map(subnet => subnet.AvailabilityZone))
    const zone = ['a', 'b'].map(letter => region + letter).find(name => !has.has(name)) ?? `${region}a`
    return fail('too-few-subnets', {
      title: 'A subnet is missing',
      expected: `default subnets in two zones of ${region}, for a load balancer needs two`,
      observed: sorted.length === 0 ? 'none' : `only one, in ${first?.AvailabilityZone}`,
      next: `Make the missing one: \`aws ec2 create-default-subnet --availability-zone ${zone}\``,
    })
  }
  return pass(`The default VPC ${vpcId} has subnets in ${sorted.length} zones.`, {
    vpcId,
    subnetA: first.SubnetId,
    subnetB: second.SubnetId,
  })
}
