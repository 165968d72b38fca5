export { openWgslNn } from './openWgslNn';
