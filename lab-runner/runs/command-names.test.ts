import { expect, it } from 'vitest'
import { commandNames, matchesStep } from './command-names.ts'

it('knows a command by its service and operation, wherever it stands in the line', () => {
  expect(commandNames('aws ecs create-cluster --cluster-name lab')).toEqual(['aws ecs create-cluster'])
  expect(commandNames('aws --region eu-west-1 --no-cli-pager ecs list-tasks')).toEqual(['aws ecs list-tasks'])
  expect(commandNames('VPC=$(aws ec2 describe-vpcs --query x) && aws ec2 create-security-group')).toEqual([
    'aws ec2 describe-vpcs',
    'aws ec2 create-security-group',
  ])
  expect(commandNames('PORT=1 ./bin/curl http://x')).toEqual(['curl'])
  expect(commandNames('')).toEqual([])
})

it('matches a step by its own commands only', () => {
  const step = ['aws ecs create-service --cluster lab']
  expect(matchesStep('aws ecs create-service --cluster other', step)).toBe(true)
  expect(matchesStep('aws ecs describe-services', step)).toBe(false)
  expect(matchesStep('ls', step)).toBe(false)
})
