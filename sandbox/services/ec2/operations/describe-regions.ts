import type { DescribeRegionsRequest, DescribeRegionsResult, Region } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { applyFilters } from '../filters.ts'

/** The regions that every AWS account has without opting in. */
const REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]

/** The regions by name or filters. */
export const describeRegions: Operation<DescribeRegionsRequest, DescribeRegionsResult> = input => {
  refuseDryRun(input)
  const unknown = input.RegionNames?.filter(name => !REGIONS.includes(name)) ?? []
  if (unknown.length > 0) throw invalidParameterValue(`Invalid region(s): [${unknown.join(', ')}]`)
  const regions: Region[] = REGIONS.filter(
    name => !input.RegionNames?.length || input.RegionNames.includes(name),
  ).map(name => ({
    OptInStatus: 'opt-in-not-required',
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
  }))
  return {
    Regions: applyFilters(
      regions,
      input.Filters,
      {
        endpoint: region => region.Endpoint,
        'opt-in-status': region => region.OptInStatus,
        'region-name': region => region.RegionName,
      },
      () => [],
    ),
  }
}
