import { describe, expect, test } from 'vitest'
import { actionOfOperation, actionsOfCommand, actionsOfTemplate } from './iam-actions.ts'
import { labActions } from './lab-actions.ts'
import { loadLabs } from './load.ts'

describe('the actions of a command', () => {
  test.each([
    ['aws ecs create-service --cluster web', ['ecs:CreateService']],
    [
      'aws elbv2 create-listener --port 80 --tags Key=a,Value=b',
      ['elasticloadbalancing:CreateListener', 'elasticloadbalancing:AddTags'],
    ],
    ['aws rds create-db-instance --db-instance-identifier app', ['rds:CreateDBInstance']],
    ['aws deploy create-deployment --application-name a', ['codedeploy:CreateDeployment']],
    ['aws s3 cp a.txt s3://b/', ['s3:GetObject', 's3:ListBucket', 's3:PutObject']],
    ['aws s3api put-bucket-tagging --bucket b', ['s3:PutBucketTagging']],
    ['aws ecs wait tasks-stopped --cluster a', ['ecs:DescribeTasks']],
    ['aws ecs wait services-stable --cluster a', ['ecs:DescribeServices']],
    [
      'aws ec2 create-security-group --tag-specifications x; aws logs create-log-group --log-group-name y',
      ['ec2:CreateSecurityGroup', 'ec2:CreateTags', 'logs:CreateLogGroup'],
    ],
    [
      'for t in $(aws ecs list-tasks --cluster a); do aws ecs stop-task --task $t; done',
      ['ecs:ListTasks', 'ecs:StopTask'],
    ],
    ['aws ecr get-login-password | docker login --password-stdin x', ['ecr:GetAuthorizationToken']],
    ['curl -sS http://x/aws', []],
  ])('of `%s`', (command, actions) => expect(actionsOfCommand(command)).toEqual(actions))

  test('docker push is what a push asks of ECR', () => {
    expect(actionsOfCommand('docker push 1.dkr.ecr.eu-west-1.amazonaws.com/web:1')).toContain('ecr:PutImage')
  })
})

test('a template needs what its types need, and an unknown type is not forgotten', () => {
  const template =
    'Resources:\n  Greeting:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n'
  expect(actionsOfTemplate(template)).toEqual(['ssm:AddTagsToResource', 'ssm:PutParameter'])
  expect(() => actionsOfTemplate(template.replace('SSM::Parameter', 'SQS::Queue'))).toThrow('AWS::SQS::Queue')
})

test('an operation whose action is called otherwise is that action', () => {
  expect(actionOfOperation('s3', 'ListObjectsV2')).toEqual(['s3:ListBucket'])
  expect(actionOfOperation('cloudwatch-logs', 'FilterLogEvents')).toEqual(['logs:FilterLogEvents'])
})

describe('the actions of all labs', () => {
  test('hold every read that a check declares, what commands call, what resets call, and what AWS asks for beside', async () => {
    const labs = await loadLabs()
    const { reads, writes } = await labActions([], labs)
    const declared = labs.flatMap(({ steps }) => steps.flatMap(step => step.reads))
    expect(declared.filter(action => !reads.includes(action) && !writes.includes(action))).toEqual([])
    expect(writes).toEqual(
      expect.arrayContaining(['ecs:CreateService', 'rds:DeleteDBInstance', 'iam:PassRole', 'ecr:PutImage']),
    )
    // Only the template of a case puts one.
    expect(writes).toContain('ssm:PutParameter')
    expect(reads).toContain('sts:GetCallerIdentity')
    expect([...reads, ...writes].filter(action => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action))).toEqual([])
    expect(reads.filter(action => /:(Create|Delete|Put|Update|Modify)/.test(action))).toEqual([])
    // All labs are loaded: seconds, on a busy machine many.
  }, 120_000)
})
