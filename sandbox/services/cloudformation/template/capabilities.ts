import type { Capability } from '@aws-sdk/client-cloudformation'
import type { Template } from './template.ts'

/** Types that give permissions, and the property that names each. */
const IAM: Readonly<Record<string, string>> = {
  'AWS::IAM::AccessKey': '',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': '',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': '',
}

/** What a template needs that the caller has to have agreed to, and why. */
export function neededCapabilities({ Resources, Transform }: Template): {
  capabilities: Capability[]
  reason?: string
} {
  const granting = Object.values(Resources).filter(({ Type }) => Type in IAM)
  const isNamed = granting.some(({ Type, Properties }) => Properties?.[IAM[Type] || '-'] !== undefined)
  const capabilities: Capability[] = []
  if (granting.length > 0) capabilities.push(isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM')
  if (Transform !== undefined) capabilities.push('CAPABILITY_AUTO_EXPAND')
  const types = [...new Set(granting.map(({ Type }) => Type))].sort()
  if (types.length === 0) return { capabilities }
  return { capabilities, reason: `The following resource(s) require capabilities: [${types.join(', ')}]` }
}

/** Those that are needed and were not given; one that covers another counts for it. */
export function missingCapabilities(
  template: Template,
  given: readonly string[],
  { isReviewed }: { /** A change set shows first what macros make. */ isReviewed: boolean },
): Capability[] {
  return neededCapabilities(template).capabilities.filter(
    capability =>
      !given.includes(capability) &&
      !(isReviewed && capability === 'CAPABILITY_AUTO_EXPAND') &&
      !(capability === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM')),
  )
}
