package pggit.load.simulations;

import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing in the user's home, and has Gatling ask nobody for its latest version. Gatling does
 * so at each start, over the network, unless it finds here that it has just tried in vain; no
 * setting of its own turns it off.
 */
public final class NoPreferences implements PreferencesFactory {

  private static final String LAST_CHECK = "lastCheckTimestamp";

  @Override
  public Preferences systemRoot() {
    return new Nothing(null, "");
  }

  @Override
  public Preferences userRoot() {
    return systemRoot();
  }

  private static final class Nothing extends AbstractPreferences {

    Nothing(@Nullable AbstractPreferences parent, String name) {
      super(parent, name);
    }

    @Override
    protected @Nullable String getSpi(String key) {
      return key.equals(LAST_CHECK) ? Long.toString(System.currentTimeMillis()) : null;
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      return new Nothing(this, name);
    }

    @Override
    protected void putSpi(String key, String value) {}

    @Override
    protected void removeSpi(String key) {}

    @Override
    protected void removeNodeSpi() {}

    @Override
    protected String[] keysSpi() {
      return new String[0];
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected void syncSpi() {}

    @Override
    protected void flushSpi() {}
  }
}
