import { testProducts } from './gemmTesting';

testProducts('the module that this Node picks');
