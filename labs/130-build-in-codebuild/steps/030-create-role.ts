import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { expectRolePolicy } from '../../assertions/expect-role-policy.ts'
import { expectServiceRole } from '../../assertions/expect-service-role.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { allowBuild, bucketName, KEY, LAB, LOG_GROUP, POLICY, REPOSITORY, ROLE, tag } from '../names.ts'

export default defineStep({
  title: 'Give the builds a role and a log',
  commands: () => [
    `aws iam create-role --path /slipway/ --role-name ${ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `cat build-policy.json; ${allowBuild}`,
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
  ],
  check: account => {
    const { accountId, region } = account
    const repository = `arn:aws:ecr:${region}:${accountId}:repository/${REPOSITORY}`
    return allOf(
      () =>
        expectServiceRole(account, {
          ...{ name: ROLE, service: 'codebuild.amazonaws.com', lab: LAB, trustFile: 'trust-policy.json' },
        }),
      () =>
        expectRolePolicy(account, {
          role: ROLE,
          policy: POLICY,
          allows: [
            { action: 's3:GetObject', resource: `arn:aws:s3:::${bucketName(account)}/${KEY}` },
            { action: 'ecr:GetAuthorizationToken', resource: '*' },
            { action: 'ecr:PutImage', resource: repository },
            {
              action: 'logs:PutLogEvents',
              resource: `arn:aws:logs:${region}:${accountId}:log-group:${LOG_GROUP}:log-stream:x`,
            },
          ],
        }),
      () => expectLogGroup(account, { name: LOG_GROUP, lab: LAB }),
    )
  },
  hints: [
    'A build acts as its service role: what that may, the commands of the buildspec may.',
    'The trust policy says who may be the role: codebuild.amazonaws.com.',
    'CodeBuild would make the log group itself, but without the tag by which Reset finds it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['iam:GetRole', 'iam:GetRolePolicy', 'logs:DescribeLogGroups', 'logs:ListTagsForResource'],
})
