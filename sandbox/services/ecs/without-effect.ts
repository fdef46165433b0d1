import type { WithoutEffect } from '../../gateway/service.ts'

const exec = { enableExecuteCommand: 'kept, shown: ExecuteCommand opens no sessions' }

const service = {
  ...exec,
  availabilityZoneRebalancing: 'kept, shown',
  gatewayConnectors: 'not kept',
  monitoring: 'not kept',
  'deploymentConfiguration.lifecycleHooks, linearConfiguration, canaryConfiguration':
    'kept, shown: they belong to strategies that are not there',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateCluster: {
    configuration: 'kept, shown: there are no sessions of execute command and no managed storage',
    settings: 'containerInsights: enhanced writes what enabled does; no metrics of network and storage',
  },
  CreateService: { ...service, role: 'the service-linked role is used' },
  ExecuteCommand: { '*': 'refuses as AWS does; where AWS would open a session it answers 501' },
  PutAccountSetting: { '*': 'kept, shown; only tagging and ARN formats are in force, as they are on AWS' },
  RegisterContainerInstance: {
    'instanceIdentityDocumentSignature, platformDevices':
      'not checked, not kept: this machine is the instance',
  },
  RegisterTaskDefinition: {
    'pidMode, ipcMode': 'each container has its own',
    'proxyConfiguration, inferenceAccelerators, enableFaultInjection': 'kept, shown',
    runtimePlatform: 'kept, shown: tasks run as this machine is',
    'volumes[].efsVolumeConfiguration.transitEncryption, transitEncryptionPort, authorizationConfig.iam':
      'checked, kept, shown: nothing leaves this machine, and no file system policy is asked',
    'volumes[].dockerVolumeConfiguration':
      'driver, driverOpts and labels: a folder of the instance is mounted',
    'containerDefinitions[].startTimeout, versionConsistency': 'kept, shown',
    'containerDefinitions[].links, hostname, dnsServers, dnsSearchDomains, extraHosts, disableNetworking':
      'kept, shown',
    'containerDefinitions[].privileged, dockerSecurityOptions, systemControls, interactive, pseudoTerminal':
      'kept, shown',
    'containerDefinitions[].linuxParameters':
      'devices, maxSwap and swappiness: kept, shown; the rest is in force in containers, as a process only initProcessEnabled',
    'containerDefinitions[].ulimits, dockerLabels, user, readonlyRootFilesystem':
      'in force in containers, not as a process',
    'containerDefinitions[].repositoryCredentials, credentialSpecs, firelensConfiguration, resourceRequirements':
      'kept, shown',
    'containerDefinitions[].logConfiguration': 'log drivers other than awslogs write nowhere',
  },
  RunTask: {
    ...exec,
    referenceId: 'not kept',
    'overrides.inferenceAcceleratorOverrides, overrides.containerOverrides[].resourceRequirements':
      'not in force',
  },
  StartTask: { ...exec, referenceId: 'not kept', volumeConfigurations: 'not kept' },
  UpdateService: service,
}
