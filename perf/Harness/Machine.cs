using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Engine.Perf;

/// <summary>The processor and the software a result was measured on; nothing that names a host or a person.</summary>
/// <param name="Cpu">Model, with family and model number where the name alone does not tell.</param>
/// <param name="Cores">Logical processors the process may use.</param>
/// <param name="Isa">The widest vectors the code paths use.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
internal sealed record Machine(string Cpu, int Cores, string Isa, string Os, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Machine Current { get; } = new(
        CpuModel(), Environment.ProcessorCount, Vectors(), $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription);

    /// <summary>Name of the machine's results folder.</summary>
    public string Slug
    {
        get
        {
            string text = new([.. $"{Cpu} {Cores} cores".ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
            return string.Join('-', text.Split('-', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string CpuModel()
    {
        const string Source = "/proc/cpuinfo";
        if (!File.Exists(Source)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        ILookup<string, string> fields = File.ReadLines(Source)
            .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim());
        string Field(string name) => fields[name].FirstOrDefault() ?? "unknown";
        return $"{Field("model name")} family {Field("cpu family")} model {Field("model")}";
    }

    private static string Vectors() =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "128-bit vectors";
}
