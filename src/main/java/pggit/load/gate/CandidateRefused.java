package pggit.load.gate;

import pggit.load.server.SetupException;

/** The candidate is at fault, and nothing else: who searches a history goes on to another one. */
public final class CandidateRefused extends SetupException {
  private static final long serialVersionUID = 1L;

  CandidateRefused(SetupException why) {
    super(String.valueOf(why.getMessage()), why);
  }
}
