using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace Engine.Kernels;

/// <summary>Loads drivers by their exact names: ILGPU asks for the names of development packages, which machines with a mere driver lack.</summary>
internal static class NativeLibraries
{
    // ILGPU sets a resolver of its own under the Windows Subsystem for Linux, and an assembly can have only one.
    private const string WslFolder = "/usr/lib/wsl/lib";

    private static readonly Lock s_gate = new();
    private static bool s_registered;

    /// <summary>File name of the CUDA driver.</summary>
    public static string Cuda => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>File name of the OpenCL loader.</summary>
    public static string OpenCL => OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so.1";

    /// <summary>Redirects ILGPU's requests; the first call counts.</summary>
    public static void Register()
    {
        lock (s_gate)
        {
            if (s_registered || !OperatingSystem.IsLinux() || Directory.Exists(WslFolder)) return;
            s_registered = true;
            try
            {
                NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
            }
            catch (InvalidOperationException)
            {
                // The program that embeds us has set one: it decides where libraries come from.
            }
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? file = name switch
        {
            "cuda" => Cuda,
            "OpenCL" => OpenCL,
            "nvidia-ml" => "libnvidia-ml.so.1",
            _ => null,
        };
        return file is not null && NativeLibrary.TryLoad(file, out nint library) ? library : 0;
    }
}
