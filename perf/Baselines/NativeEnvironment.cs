using System.Runtime.InteropServices;

namespace Engine.Perf;

/// <summary>The environment native libraries see: on Unix .NET keeps a copy of its own, and changes to that one never reach getenv.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, or removes it for null.</summary>
    public static void Set(string name, string? value)
    {
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(name, value);
        else if (value is null) _ = UnixUnset(name);
        else _ = UnixSet(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixSet(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixUnset(string name);
}
