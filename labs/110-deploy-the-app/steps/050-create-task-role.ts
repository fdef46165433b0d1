import { expectRolePolicy, expectTaskRole } from '../../assertions/expect-role-policy.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep, type CommandContext } from '../../define.ts'
import { BUCKET_ACTIONS, LAB, OBJECT_ACTIONS, tag, TASK_ROLE } from '../names.ts'

export default defineStep({
  title: 'The task role: what the app may do',
  needs: ['create-data'],
  commands: ({ out }) => {
    const { bucket, objects } = resources(out)
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: BUCKET_ACTIONS, Resource: bucket },
        { Effect: 'Allow', Action: OBJECT_ACTIONS, Resource: `${objects}/*` },
      ],
    }
    return [
      `aws iam create-role --path /slipway/ --role-name ${TASK_ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
      `aws iam put-role-policy --role-name ${TASK_ROLE} --policy-name bucket --policy-document '${JSON.stringify(policy)}'`,
    ]
  },
  check: account => {
    const { bucket, objects } = resources(account.out)
    return allOf(
      () => expectTaskRole(account, { name: TASK_ROLE, lab: LAB }),
      () =>
        expectRolePolicy(account, {
          role: TASK_ROLE,
          policy: 'bucket',
          allows: [
            ...BUCKET_ACTIONS.map(action => ({ action, resource: bucket })),
            ...OBJECT_ACTIONS.map(action => ({ action, resource: `${objects}/some-file` })),
          ],
        }),
    )
  },
  hints: [
    'Same trust, other powers: this role is for the code inside the container.',
    'A policy on a bucket has two halves. What is done to the bucket names the bucket; what is done to objects names bucket/uploads/*.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['iam:GetRole', 'iam:GetRolePolicy'],
})

function resources(out: CommandContext['out']) {
  const bucket = `arn:aws:s3:::${out['create-data']?.['bucket']}`
  return { bucket, objects: `${bucket}/uploads` }
}
