import { DescribeDBSubnetGroupsCommand } from '@aws-sdk/client-rds'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { isNotFound } from '../../explain-errors.ts'
import { tag } from '../names.ts'

export default defineStep({
  title: 'Say where the database may stand',
  needs: ['draw-doors'],
  commands: ({ out }) => {
    const { subnetA, subnetB } = out['draw-doors'] ?? {}
    return [
      `aws rds create-db-subnet-group --db-subnet-group-name shop --db-subnet-group-description 'Two zones' --subnet-ids ${subnetA} ${subnetB} --tags ${tag}`,
    ]
  },
  check: async ({ aws }) => {
    try {
      const { DBSubnetGroups: [group] = [] } = await aws.rds.send(
        new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: 'shop' }),
      )
      const zones = group?.Subnets?.map(({ SubnetAvailabilityZone }) => SubnetAvailabilityZone?.Name) ?? []
      const made = [{ type: 'rds:subgrp', id: group?.DBSubnetGroupArn ?? '' }]
      return pass(`The database may stand in ${zones.join(' and ')}.`, {}, made)
    } catch (error) {
      if (!isNotFound(error)) throw error
      return fail('subnet-group-missing', {
        title: 'No subnet group yet',
        expected: 'a DB subnet group shop',
        observed: 'none of that name',
        next: 'Run this step’s command.',
      })
    }
  },
  hints: ['RDS wants subnets in two zones, even for one machine: it may move it when a zone fails.'],
  solve: 'commands',
  timeout: '1m',
  reads: ['rds:DescribeDBSubnetGroups'],
})
