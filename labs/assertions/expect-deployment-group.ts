import {
  type DeploymentGroupInfo,
  GetApplicationCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-codedeploy'
import { GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { findDeploymentGroup, type GroupName } from './codedeploy-state.ts'
import { type Fail, fail, pass, tagMissing } from './verdicts.ts'

export const DEPLOYER_POLICY = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS'

export interface ExpectedDeploymentGroup extends GroupName {
  /** Name of CodeDeploy's role. */
  role: string
  /** Cluster and service have this name. */
  service: string
  config: string
  /** Names of the target groups, in any order. */
  targetGroups: string[]
  listenerArn: string
  /** A test listener is not asked for when absent. */
  testListenerArn?: string
  /** What --load-balancer-info and --blue-green-deployment-configuration should be, for the message. */
  loadBalancerInfo: string
  blueGreenConfiguration: string
  /** Alarms that must stop a deployment. */
  alarms?: string[]
  /** Whether a deployment must wait to be approved. */
  waits: boolean
  lab: string
}

/** The reads that `expectDeploymentGroup` makes. */
export const DEPLOYMENT_GROUP_READS = [
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'codedeploy:GetApplication',
  'codedeploy:GetDeploymentGroup',
  'codedeploy:ListTagsForResource',
]

/** CodeDeploy's role, application and deployment group are there, and the group deploys as it should. */
export async function expectDeploymentGroup(
  account: LabAccount,
  expected: ExpectedDeploymentGroup,
): Promise<Verdict> {
  const { aws, accountId, region } = account
  const { role: roleName, application, group: name, lab } = expected
  const role = await ifThere(
    async () => (await aws.iam.send(new GetRoleCommand({ RoleName: roleName }))).Role,
  )
  if (!role) return missing('role', roleName)
  const tagRole = `aws iam tag-role --role-name ${roleName} --tags Key=slipway-lab,Value=${lab}`
  const untagged = tagMissing(role.Tags, { lab, what: `a role ${roleName}`, command: tagRole })
  if (untagged) return untagged
  const weak = await weakRole(account, roleName, decodeURIComponent(role.AssumeRolePolicyDocument ?? ''))
  if (weak) return weak

  const found = await ifThere(
    async () =>
      (await aws.codedeploy.send(new GetApplicationCommand({ applicationName: application }))).application,
  )
  if (!found) return missing('application', application)
  if (found.computePlatform !== 'ECS') {
    return fail('compute-platform', {
      title: 'The application is for something else',
      expected: 'an application of the compute platform ECS',
      observed: `its compute platform is ${found.computePlatform}, which cannot be changed`,
      next: `Delete it: \`aws deploy delete-application --application-name ${application}\`, then run this step’s last two commands.`,
    })
  }
  const prefix = `arn:aws:codedeploy:${region}:${accountId}`
  const arns = [`${prefix}:application:${application}`, `${prefix}:deploymentgroup:${application}/${name}`]
  const group = await findDeploymentGroup(account, expected)
  if (!group) return missing('deployment group', name)
  for (const ResourceArn of arns) {
    const { Tags } = await aws.codedeploy.send(new ListTagsForResourceCommand({ ResourceArn }))
    const command = `aws deploy tag-resource --resource-arn ${ResourceArn} --tags Key=slipway-lab,Value=${lab}`
    const what = ResourceArn === arns[0] ? 'an application' : 'a deployment group'
    const bare = tagMissing(Tags, { lab, what: `${what} ${name}`, command })
    if (bare) return bare
  }
  return (
    wrongGroup(group, expected) ??
    pass(
      `The group ${name} deploys to the service ${expected.service} by ${group.deploymentConfigName}.`,
      { deployerArn: role.Arn ?? '' },
      [
        { type: 'iam:role', id: role.Arn ?? '' },
        { type: 'codedeploy:application', id: arns[0] ?? '' },
        { type: 'codedeploy:deploymentgroup', id: arns[1] ?? '' },
      ],
    )
  )
}

function missing(what: string, name: string): Fail {
  return fail(`${what.replaceAll(' ', '-')}-missing`, {
    title: `No ${what} yet`,
    expected: `the ${what} ${name}`,
    observed: `no ${what} of that name`,
    next: 'Run this step’s commands. If AWS refused one, the last line of its answer says why.',
  })
}

/** CodeDeploy is somebody else than ECS: it has a role of its own. */
async function weakRole({ aws }: LabAccount, RoleName: string, trust: string): Promise<Fail | undefined> {
  if (!trust.includes('codedeploy.amazonaws.com')) {
    return fail('role-trust', {
      title: 'The role trusts somebody else',
      expected: `a role ${RoleName} that codedeploy.amazonaws.com may take on`,
      observed: 'its trust policy does not name codedeploy.amazonaws.com',
      next: `Give it the right trust policy: \`aws iam update-assume-role-policy --role-name ${RoleName} --policy-document file://codedeploy-trust-policy.json\``,
    })
  }
  const { AttachedPolicies = [] } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
  if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === DEPLOYER_POLICY)) return undefined
  return fail('role-policy-missing', {
    title: 'CodeDeploy may do nothing yet',
    expected: `the policy AWSCodeDeployRoleForECS on the role ${RoleName}`,
    observed: `attached policies: ${AttachedPolicies.map(({ PolicyName }) => PolicyName).join(', ') || 'none'}`,
    next: `Attach it: \`aws iam attach-role-policy --role-name ${RoleName} --policy-arn ${DEPLOYER_POLICY}\``,
  })
}

function wrongGroup(group: DeploymentGroupInfo, expected: ExpectedDeploymentGroup): Fail | undefined {
  const update = `aws deploy update-deployment-group --application-name ${expected.application} --current-deployment-group-name ${expected.group}`
  const [pair] = group.loadBalancerInfo?.targetGroupPairInfoList ?? []
  const mendPair = `Correct it: \`${update} --load-balancer-info '${expected.loadBalancerInfo}'\``
  const names = pair?.targetGroups?.map(({ name }) => name).toSorted()
  const production = pair?.prodTrafficRoute?.listenerArns ?? []
  if (
    names?.join() !== expected.targetGroups.toSorted().join() ||
    !production.includes(expected.listenerArn)
  ) {
    return fail('target-group-pair', {
      title: 'It would move other traffic',
      expected: `the target groups ${expected.targetGroups.join(' and ')} behind the listener on port 80`,
      observed: `${names?.join(' and ') ?? 'no target groups'} behind ${production.join() || 'no listener'}`,
      next: mendPair,
    })
  }
  const test = pair?.testTrafficRoute?.listenerArns ?? []
  if (expected.testListenerArn !== undefined && !test.includes(expected.testListenerArn)) {
    return fail('no-test-listener', {
      title: 'Nobody could try the new version',
      expected: `a testTrafficRoute by the listener ${expected.testListenerArn}`,
      observed:
        test.length > 0
          ? `the test listener is ${test.join()}`
          : 'no test listener: the new version would first be seen by your visitors',
      next: mendPair,
    })
  }
  const { deploymentReadyOption: ready } = group.blueGreenDeploymentConfiguration ?? {}
  if (expected.waits !== (ready?.actionOnTimeout === 'STOP_DEPLOYMENT')) {
    return fail('ready-option', {
      title: expected.waits ? 'It would not wait for you' : 'It would wait to be approved',
      expected: expected.waits
        ? 'actionOnTimeout STOP_DEPLOYMENT: without approval the deployment is given up'
        : 'actionOnTimeout CONTINUE_DEPLOYMENT',
      observed: `actionOnTimeout is ${ready?.actionOnTimeout ?? 'not set'}`,
      next: `Correct it: \`${update} --blue-green-deployment-configuration '${expected.blueGreenConfiguration}'\``,
    })
  }
  return wrongStops(group, expected, update)
}

/** What of a group decides how fast it goes, and what stops it. */
function wrongStops(
  group: DeploymentGroupInfo,
  expected: ExpectedDeploymentGroup,
  update: string,
): Fail | undefined {
  if (group.deploymentConfigName !== expected.config) {
    return fail('deployment-config', {
      title: 'It would move traffic in another way',
      expected: `the deployment configuration ${expected.config}`,
      observed: `it has ${group.deploymentConfigName}`,
      next: `Correct it: \`${update} --deployment-config-name ${expected.config}\``,
    })
  }
  const watched = group.alarmConfiguration?.enabled
    ? (group.alarmConfiguration.alarms ?? []).map(({ name }) => name)
    : []
  const unwatched = expected.alarms?.filter(alarm => !watched.includes(alarm)) ?? []
  if (unwatched.length > 0) {
    return fail('alarm-not-watched', {
      title: 'It would not hear the alarm',
      expected: `a group that stops when ${unwatched.join(' or ')} rings`,
      observed: `it watches ${watched.join(', ') || 'no alarm'}`,
      next: `Let it watch: \`${update} --alarm-configuration 'enabled=true,alarms=[${unwatched.map(name => `{name=${name}}`).join(',')}]'\``,
    })
  }
  const { enabled, events = [] } = group.autoRollbackConfiguration ?? {}
  const wanted = [
    'DEPLOYMENT_FAILURE',
    expected.alarms ? 'DEPLOYMENT_STOP_ON_ALARM' : 'DEPLOYMENT_STOP_ON_REQUEST',
  ] as const
  const lacking = wanted.filter(event => !enabled || !events.includes(event))
  if (lacking.length > 0) {
    return fail('no-rollback', {
      title: 'It would stop, and stay there',
      expected: `a rollback on ${wanted.join(' and ')}`,
      observed: enabled ? `it rolls back on ${events.join(', ')}` : 'it never rolls back',
      next: `Turn it on: \`${update} --auto-rollback-configuration enabled=true,events=${wanted.join(',')}\``,
    })
  }
  return undefined
}

async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
