using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>Conformance, then micro-benchmarks, on every accelerator chosen; one results file.</summary>
internal static class GpuRun
{
    /// <returns>Exit code: 0 when every case passed, 1 when one failed, 2 when there is no such device.</returns>
    public static int Execute(string? only, bool quick, string? benchmarks, string output)
    {
        Console.WriteLine(DeviceCatalog.Build);
        IReadOnlyList<DeviceListing> listings = DeviceCatalog.List();
        foreach (DeviceListing listing in listings) Console.WriteLine($"{listing.Id,-12}{(listing.IsPresent ? "present" : "missing")}: {listing.Description}");
        string? wanted = only is null ? null : DeviceCatalog.Choose(only).Id;
        DeviceListing[] chosen = [.. listings.Where(listing => listing.IsPresent && (wanted is null ? IsGpu(listing) : listing.Id == wanted))];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine(wanted is null ? "There is no GPU on this machine that this build can use." : $"{wanted} is not present.");
            return 2;
        }

        bool passed = true;
        JsonArray results = [];
        foreach (DeviceListing listing in chosen)
        {
            using ComputeDevice device = DeviceCatalog.Open(new DeviceChoice(listing.Id, "option"));
            if (benchmarks is not null)
            {
                passed &= Measure(new BenchmarkSheet(device, quick, benchmarks)) is null;
                continue;
            }

            ConformanceSummary conformance = ConformanceSummary.Of(device);
            ConformanceSummary? own = WithOwnProducts(device, () => ConformanceSummary.Of(device));
            BenchmarkSheet sheet = new(device, quick);
            string? trouble = Measure(sheet);
            passed &= conformance.Failures.Count == 0 && own is not { Failures.Count: > 0 } && trouble is null;
            results.Add(ResultsFile.Of(listing, device, quick, conformance, own, sheet.Rows, trouble));
        }

        if (benchmarks is null) ResultsFile.Write(output, results);
        return passed ? 0 : 1;
    }

    /// <summary>Runs something with our dense kernels in the place of the vendor's library; null on a device that has none.</summary>
    private static ConformanceSummary? WithOwnProducts(ComputeDevice device, Func<ConformanceSummary> run)
    {
        if (device is not AcceleratorDevice { VendorProducts: { } vendor } accelerator) return null;
        accelerator.VendorProducts = null;
        ConformanceSummary summary = run();
        accelerator.VendorProducts = vendor;
        return summary;
    }

    /// <summary>Runs the micro-benchmarks; what was measured before one failed is kept.</summary>
    /// <returns>What went wrong, or null.</returns>
    private static string? Measure(BenchmarkSheet sheet)
    {
        try
        {
            DeviceBenchmarks.Run(sheet);
            return null;
        }
        catch (Exception failure)
        {
            Console.WriteLine($"FAILED benchmarks: {failure.Message}");
            return failure.Message;
        }
    }

    private static bool IsGpu(DeviceListing listing) => listing.Kind is DeviceKind.Cuda or DeviceKind.OpenCL;
}
