/**
 * OpenID Connect Session Management 1.0, for old relying parties that ask for it: a frame of ours tells their pages whether the
 * session changed since they were told its state. Off for a relying party unless its registration says otherwise, since
 * browsers that block third-party cookies keep the frame from seeing anything.
 */
@NullMarked
package org.exeunt.idp.authorization.checksession;

import org.jspecify.annotations.NullMarked;
