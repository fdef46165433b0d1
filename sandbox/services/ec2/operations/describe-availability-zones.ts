import type {
  AvailabilityZone,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { applyFilters } from '../filters.ts'
import type { Fields } from '../filters.ts'
import { zonesOf } from '../zones.ts'

const FIELDS: Fields<AvailabilityZone> = {
  'group-name': zone => zone.GroupName,
  'opt-in-status': zone => zone.OptInStatus,
  'region-name': zone => zone.RegionName,
  state: zone => zone.State,
  'zone-id': zone => zone.ZoneId,
  'zone-name': zone => zone.ZoneName,
  'zone-type': zone => zone.ZoneType,
}

/** The availability zones of the caller's region. */
export const describeAvailabilityZones: Operation<
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult
> = (input, { region }) => {
  refuseDryRun(input)
  const zones: AvailabilityZone[] = zonesOf(region).map(({ name, id }) => ({
    State: 'available',
    OptInStatus: 'opt-in-not-required',
    Messages: [],
    RegionName: region,
    ZoneName: name,
    ZoneId: id,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
  }))
  const wrong = [...(input.ZoneNames ?? []), ...(input.ZoneIds ?? [])].filter(
    name => !zones.some(({ ZoneName, ZoneId }) => name === ZoneName || name === ZoneId),
  )
  if (wrong.length > 0) throw invalidParameterValue(`Invalid availability zone: [${wrong.join(', ')}]`)
  const chosen = zones.filter(
    ({ ZoneName = '', ZoneId = '' }) =>
      (!input.ZoneNames?.length || input.ZoneNames.includes(ZoneName)) &&
      (!input.ZoneIds?.length || input.ZoneIds.includes(ZoneId)),
  )
  return { AvailabilityZones: applyFilters(chosen, input.Filters, FIELDS, () => []) }
}
