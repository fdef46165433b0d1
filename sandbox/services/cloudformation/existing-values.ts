import type { Call } from './engine/call.ts'
import { CallError } from './engine/call-error.ts'
import type { StackParameter } from './template/parameters.ts'
import type { Template } from './template/template.ts'

/** Types of parameters whose values must be there, and the request that looks for one. */
const LOOK_UPS: Readonly<
  Record<
    string,
    (id: string) => [service: string, operation: string, input: Record<string, unknown>, list: string]
  >
> = {
  'AWS::EC2::VPC::Id': id => ['ec2', 'DescribeVpcs', { VpcIds: [id] }, 'Vpcs'],
  'AWS::EC2::Subnet::Id': id => ['ec2', 'DescribeSubnets', { SubnetIds: [id] }, 'Subnets'],
  'AWS::EC2::SecurityGroup::Id': id => [
    'ec2',
    'DescribeSecurityGroups',
    { GroupIds: [id] },
    'SecurityGroups',
  ],
  'AWS::EC2::SecurityGroup::GroupName': id => [
    ...(['ec2', 'DescribeSecurityGroups'] as const),
    ...([{ Filters: [{ Name: 'group-name', Values: [id] }] }, 'SecurityGroups'] as const),
  ],
  'AWS::EC2::AvailabilityZone::Name': id => [
    ...(['ec2', 'DescribeAvailabilityZones'] as const),
    ...([{ Filters: [{ Name: 'zone-name', Values: [id] }] }, 'AvailabilityZones'] as const),
  ],
  'AWS::SSM::Parameter::Name': id => ['ssm', 'GetParameters', { Names: [id] }, 'Parameters'],
}

/** What is wrong with the values of parameters that must name something of the account; undefined when all of it is there. */
export async function parameterProblem(
  template: Template,
  parameters: readonly StackParameter[],
  call: Call,
): Promise<string | undefined> {
  for (const { key, value, resolved } of parameters) {
    const [, isList, type = ''] =
      /^(?:AWS::SSM::Parameter::Value<)?(List<)?([\w:]+)>*$/.exec(template.Parameters?.[key]?.Type ?? '') ??
      []
    const request = LOOK_UPS[type]
    if (!request) continue
    const text = resolved ?? value
    for (const item of isList ? text.split(',').map(one => one.trim()) : [text]) {
      if (await isThere(call, request(item))) continue
      return `Parameter validation failed: parameter value ${item} for parameter name ${key} does not exist.`
    }
  }
  return undefined
}

async function isThere(
  call: Call,
  [service, operation, input, list]: ReturnType<(typeof LOOK_UPS)[string]>,
): Promise<boolean> {
  try {
    const found = (await call(service, operation, input))[list]
    return Array.isArray(found) && found.length > 0
  } catch (error) {
    // Whoever may not look is not told that there is none: what is made with the value will say so.
    if (!(error instanceof CallError)) throw error
    return !/NotFound|Malformed/.test(error.code)
  }
}
