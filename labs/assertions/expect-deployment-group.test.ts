import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from '../fake-account.ts'
import { DEPLOYER_POLICY, expectDeploymentGroup } from './expect-deployment-group.ts'

const tags = { Tags: [{ Key: 'slipway-lab', Value: 'a-lab' }] }
const expected = {
  ...{ application: 'shop', group: 'shop', role: 'deployer', service: 'shop', config: 'Linear' },
  ...{ targetGroups: ['blue', 'green'], listenerArn: 'l-80', testListenerArn: 'l-9000' },
  ...{ loadBalancerInfo: '{"pair":1}', blueGreenConfiguration: '{"wait":1}', waits: true, lab: 'a-lab' },
}
const right = {
  deploymentConfigName: 'Linear',
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: 'green' }, { name: 'blue' }],
        prodTrafficRoute: { listenerArns: ['l-80'] },
        testTrafficRoute: { listenerArns: ['l-9000'] },
      },
    ],
  },
  blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT' } },
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] },
}
const trust = (service: string) => encodeURIComponent(`{"Principal":{"Service":"${service}"}}`)

function verdict(group: object, { wish = {}, answers = {} }: { wish?: object; answers?: Answers } = {}) {
  const account = fakeAccount({
    GetRole: () => ({
      Role: { Arn: 'role', AssumeRolePolicyDocument: trust('codedeploy.amazonaws.com'), ...tags },
    }),
    ListAttachedRolePolicies: () => ({ AttachedPolicies: [{ PolicyArn: DEPLOYER_POLICY }] }),
    GetApplication: () => ({ application: { computePlatform: 'ECS' } }),
    GetDeploymentGroup: () => ({ deploymentGroupInfo: { ...right, ...group } }),
    ListTagsForResource: () => tags,
    ...answers,
  })
  return expectDeploymentGroup(account, { ...expected, ...wish })
}

test('a group that is right passes, whatever the order of its target groups, and is told to the ledger', async () => {
  const passed = await verdict({})
  expect(passed).toMatchObject({ status: 'pass' })
  const made = passed.status === 'pass' ? passed.made.map(({ type }) => type) : []
  expect(made).toEqual(['iam:role', 'codedeploy:application', 'codedeploy:deploymentgroup'])
})

test.each<[string, object, object, string]>([
  ['another configuration', { deploymentConfigName: 'AllAtOnce' }, {}, 'deployment-config'],
  ['no pair', { loadBalancerInfo: {} }, {}, 'target-group-pair'],
  ['no approval', { blueGreenDeploymentConfiguration: {} }, {}, 'ready-option'],
  ['an approval that is not wanted', {}, { waits: false }, 'ready-option'],
  ['no rollback', { autoRollbackConfiguration: { enabled: false } }, {}, 'no-rollback'],
  ['an alarm that it does not hear', {}, { alarms: ['latency'] }, 'alarm-not-watched'],
  [
    'alarms that are switched off',
    { alarmConfiguration: { enabled: false, alarms: [{ name: 'errors' }] } },
    { alarms: ['errors'] },
    'alarm-not-watched',
  ],
  ['an alarm that only stops', {}, { alarms: ['errors'] }, 'no-rollback'],
])('with %s it says so, and how to mend it', async (_, group, wish, reason) => {
  expect(await verdict(group, { wish })).toMatchObject({
    ...{ status: 'fail', reason },
    next: expect.stringContaining('`aws deploy update-deployment-group --application-name shop') as string,
  })
})

test.each<[string, Answers, string]>([
  ['a role', { GetRole: () => awsError('NoSuchEntityException') }, 'role-missing'],
  [
    'an application',
    { GetApplication: () => awsError('ApplicationDoesNotExistException') },
    'application-missing',
  ],
  [
    'a group',
    { GetDeploymentGroup: () => awsError('DeploymentGroupDoesNotExistException') },
    'deployment-group-missing',
  ],
  [
    'the right trust',
    { GetRole: () => ({ Role: { AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'), ...tags } }) },
    'role-trust',
  ],
  ['the policy', { ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }) }, 'role-policy-missing'],
  ['the tag', { ListTagsForResource: () => ({ Tags: [] }) }, 'tag-missing'],
  [
    'ECS as its platform',
    { GetApplication: () => ({ application: { computePlatform: 'Server' } }) },
    'compute-platform',
  ],
])('without %s it says so', async (_, answers, reason) => {
  expect(await verdict({}, { answers })).toMatchObject({ status: 'fail', reason })
})
