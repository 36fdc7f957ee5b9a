import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node in this process until it is told to end: java Node HOME CONFIG, where CONFIG is a directory
 * with an elasticsearch.yml. The stock distribution does the same with a launcher that is not published as a jar.
 */
class Node {
    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[1]);
        Settings home = Settings.builder().put("path.home", arguments[0]).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(home, Map.of(), config, () -> "local");
        LogConfigurator.configureWithoutConfig(environment.settings());
        LogConfigurator.configureESLogging();

        var modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
        var plugins = PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false);
        // Everything is on the class path, so the server is no Java module and grants none any access.
        var loader = PluginsLoader.createPluginsLoader(modules, plugins, Map.of(), false);

        var node = new org.elasticsearch.node.Node(environment, loader);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (node) {
                ended.countDown();
            } catch (Exception failure) {
                failure.printStackTrace();
            }
        }));
        node.start();
        ended.await();
    }
}
