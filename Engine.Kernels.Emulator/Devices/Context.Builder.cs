using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <content>How a context is put together.</content>
public sealed partial class Context
{
    /// <summary>Collects devices; settings of ILGPU's compiler are accepted and have no effect.</summary>
    public sealed class Builder
    {
        internal Builder()
        {
        }

        internal List<Device> Devices { get; } = [];

        /// <summary>Adds a device with 32 lanes and groups of at most 1024 threads.</summary>
        public Builder Default() => AllAccelerators();

        /// <inheritdoc cref="Default"/>
        public Builder AllAccelerators() => Add(CPUDevice.Nvidia);

        /// <summary>No effect here.</summary>
        public Builder Optimize(OptimizationLevel level) => this;

        /// <summary>No effect here.</summary>
        public Builder Math(MathMode mathMode) => this;

        /// <summary>No effect here: always checked.</summary>
        public Builder Assertions() => this;

        /// <summary>No effect here.</summary>
        public Builder Debug() => this;

        /// <summary>No effect here.</summary>
        public Builder Release() => this;

        /// <summary>No effect here.</summary>
        public Builder Profiling() => this;

        /// <summary>Makes the context.</summary>
        public Context ToContext() => new(this);

        internal Builder Add(Device device)
        {
            ArgumentNullException.ThrowIfNull(device);
            Devices.Add(device);
            return this;
        }
    }
}
