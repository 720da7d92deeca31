// react-admin's own themes, in a blue that white letters can be read on.
import { defaultDarkTheme, defaultLightTheme } from 'react-admin';

const blue = { main: '#1f4f99' };

export const light = { ...defaultLightTheme, palette: { ...defaultLightTheme.palette, primary: blue, secondary: blue } };
export const dark = { ...defaultDarkTheme, palette: { ...defaultDarkTheme.palette, primary: { main: '#90b8f8' } } };
