export { type HostNn, openHostNn } from './openHostNn';
