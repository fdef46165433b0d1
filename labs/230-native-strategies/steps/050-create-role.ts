import { ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expectServiceRole } from '../../assertions/expect-service-role.ts'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { type CheckContext, defineStep, type Verdict } from '../../define.ts'
import { createRole } from '../create-role.ts'
import { INFRASTRUCTURE_POLICY, INFRASTRUCTURE_ROLE, LAB } from '../names.ts'

export default defineStep({
  title: 'Let ECS aim the load balancer',
  needs: ['create-listeners'],
  commands: context => createRole(context),
  check: account =>
    allOf(
      () =>
        expectServiceRole(account, {
          ...{ name: INFRASTRUCTURE_ROLE, service: 'ecs.amazonaws.com', lab: LAB },
          trustFile: 'ecs-trust-policy.json',
        }),
      () => expectPolicy(account),
      () => findRules(account),
    ),
  hints: [
    'The tasks’ role trusts ecs-tasks.amazonaws.com. This one trusts ecs.amazonaws.com: the service itself.',
    'A listener has at least one rule, the default rule. The last two commands show its ARN: it has listener-rule in it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'elasticloadbalancing:DescribeRules'],
})

async function expectPolicy({ aws }: CheckContext): Promise<Verdict> {
  const RoleName = INFRASTRUCTURE_ROLE
  const { AttachedPolicies = [] } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
  if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === INFRASTRUCTURE_POLICY)) {
    return pass('It may change listeners and rules.')
  }
  return fail('role-policy', {
    title: 'The role may do nothing yet',
    expected: `the policy ${INFRASTRUCTURE_POLICY} on the role ${RoleName}`,
    observed: AttachedPolicies.map(({ PolicyName }) => PolicyName).join(', ') || 'no policy',
    next: `Attach it: \`aws iam attach-role-policy --role-name ${RoleName} --policy-arn ${INFRASTRUCTURE_POLICY}\``,
  })
}

async function findRules({ aws, out }: CheckContext): Promise<Verdict> {
  const { listenerArn, testListenerArn } = out['create-listeners'] ?? {}
  const ruleOf = async (ListenerArn: string | undefined) => {
    const { Rules } = await aws.elbv2.send(new DescribeRulesCommand({ ListenerArn }))
    return Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn ?? ''
  }
  return pass('Each listener has its default rule.', {
    productionRuleArn: await ruleOf(listenerArn),
    testRuleArn: await ruleOf(testListenerArn),
  })
}
