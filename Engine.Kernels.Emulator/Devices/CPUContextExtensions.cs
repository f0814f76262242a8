namespace ILGPU.Runtime.CPU;

/// <summary>Chooses emulated devices for a context.</summary>
public static class CPUContextExtensions
{
    /// <summary>Adds one device.</summary>
    public static Context.Builder CPU(this Context.Builder builder, CPUDevice device) => builder.Add(device);

    /// <summary>Adds every preset that a predicate accepts.</summary>
    public static Context.Builder CPU(this Context.Builder builder, Predicate<CPUDevice> predicate)
    {
        CPUDevice[] presets = [CPUDevice.Default, CPUDevice.Nvidia, CPUDevice.AMD, CPUDevice.LegacyAMD, CPUDevice.Intel];
        foreach (CPUDevice device in presets.Where(device => predicate(device))) builder.Add(device);
        return builder;
    }

    /// <summary>Adds the small preset.</summary>
    public static Context.Builder DefaultCPU(this Context.Builder builder) => builder.Add(CPUDevice.Default);
}
