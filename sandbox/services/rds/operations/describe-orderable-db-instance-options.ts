import type {
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { zonesOf } from '../../ec2/zones.ts'
import { checkedEngine, CLASSES, ENGINES } from '../engines.ts'
import { page } from '../pages.ts'

/** The instance classes that instances of an engine may have. */
export const describeOrderableDBInstanceOptions: Operation<
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage
> = (input, { region }) => {
  const engine = checkedEngine(input.Engine)
  const { versions, licenseModel } = ENGINES[engine]
  const { EngineVersion: version, DBInstanceClass: wanted } = input
  const found = versions
    .filter(one => version === undefined || version === one || version.startsWith(`${one}.`))
    .flatMap(one => CLASSES.filter(name => !wanted || name === wanted).map(name => ({ one, name })))
    .map(({ one, name }) => ({
      Engine: engine,
      EngineVersion: one,
      DBInstanceClass: name,
      LicenseModel: licenseModel,
      AvailabilityZones: zonesOf(region).map(zone => ({ Name: zone.name })),
      MultiAZCapable: true,
      ReadReplicaCapable: false,
      Vpc: true,
      SupportsStorageEncryption: true,
      StorageType: 'gp3',
      SupportsIops: false,
      SupportsEnhancedMonitoring: false,
      SupportsIAMDatabaseAuthentication: false,
      SupportsPerformanceInsights: false,
      MinStorageSize: 20,
      MaxStorageSize: 65_536,
      SupportedEngineModes: ['provisioned'],
      SupportsStorageAutoscaling: false,
      SupportedNetworkTypes: ['IPV4'],
      SupportsClusters: false,
    }))
  const { items, Marker } = page(found, input)
  return { OrderableDBInstanceOptions: items, ...(Marker && { Marker }) }
}
